-- A list of seen values. Part: end, then for each value, oldest sighting first, its 8 bytes and the end it was given.

local FIRST = 9
local ENTRY = 16

-- Until when the value is remembered; nil if it isn't.
local function seen_until(owner, list, value)
  local part = owner.parts[list]
  local place = part and string.find(part, value, FIRST, true)
  while place do
    if (place - FIRST) % ENTRY == 0 then
      local ends = unpack_at('<d', part, place + 8)
      if ends > owner.at then
        return ends
      end
    end
    place = string.find(part, value, place + 1, true)
  end
end

-- The entries whose windows have not ended.
local function live(part, at)
  local kept = {}
  for place = FIRST, #part, ENTRY do
    local ends = unpack_at('<d', part, place + 8)
    if ends > at then
      kept[#kept + 1] = string.sub(part, place, place + ENTRY - 1)
    end
  end
  return table.concat(kept)
end

-- Remembers a value. What has ended goes from the front, and if the list is full from anywhere.
local function remember(owner, step)
  local ends = owner.at + step.window
  local part = owner.parts[step.list]
  local entries = ''
  if part then
    local last = unpack_at('<d', part)
    ends = math.max(ends, last)
    local place = FIRST
    while place < #part and (unpack_at('<d', part, place + 8)) <= owner.at do
      place = place + ENTRY
    end
    entries = string.sub(part, place)
    if #entries >= step.capacity * ENTRY then
      entries = live(part, owner.at)
    end
    if #entries >= step.capacity * ENTRY then
      entries = string.sub(entries, ENTRY + 1)
    end
  end
  owner.parts[step.list] = pack('<d', ends) .. entries .. step.value .. pack('<d', owner.at + step.window)
end
