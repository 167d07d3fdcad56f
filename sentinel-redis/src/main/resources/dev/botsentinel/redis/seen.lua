-- A list of seen values. Content: end, then for each value, latest sighting first, its 8 bytes and the end it was given.

local ENTRIES = 7
local ENTRY = 15

-- Until when the value is remembered; nil if it isn't.
local function seen_until(value, at, text, start, stop)
  local first = start + ENTRIES
  local place = string.find(text, value, first, true)
  while place and place < stop do
    if (place - first) % ENTRY == 0 then
      local ends = unpack_at('<I7', text, place + 8)
      if ends > at then
        return ends
      end
    end
    place = string.find(text, value, place + 1, true)
  end
end

-- The entries that go on being remembered when another one comes. What has ended goes from the back, and if the list is
-- full from anywhere; if it is full then, the earliest sighting goes.
local function remaining(capacity, at, text, start, stop)
  local first = start + ENTRIES
  while stop > first and unpack_at('<I7', text, stop - 6) <= at do
    stop = stop - ENTRY
  end
  if stop - first + 1 < capacity * ENTRY then
    return sub(text, first, stop)
  end
  local live = {}
  for place = first, stop, ENTRY do
    if unpack_at('<I7', text, place + 8) > at then
      live[#live + 1] = sub(text, place, place + ENTRY - 1)
    end
  end
  return table.concat(live, '', 1, math.min(#live, capacity - 1))
end

-- The length and the beginning of the new list, the rest of it, its end.
local function remembered(value, capacity, window, at, text, start, stop)
  local own_end = at + window
  local ends, rest = own_end, ''
  if text then
    local last = unpack_at('<I7', text, start)
    if last > at then
      rest = remaining(capacity, at, text, start, stop)
      ends = math.max(ends, last)
    end
  end
  return pack('<I2I7c8I7', ENTRIES + ENTRY + #rest, ends, value, own_end), rest, ends
end
