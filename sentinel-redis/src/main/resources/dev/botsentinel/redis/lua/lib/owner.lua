-- Loads and saves an owner as a table of parts by name; for rare operations.

local function load(key)
  local value, at, latest, lasts, covered, blocked, source, cooldowns, cooling, position, kept, versioned
  -- include read_owner
  local parts = {}
  for _, text in ipairs({kept, sub(value, FIRST)}) do
    local place = 1
    while place < #text do
      local content = place + byte(text, place) + 3
      local next = content + unpack_at('<I2', text, content - 2)
      parts[sub(text, place + 1, content - 3)] = sub(text, content, next - 1)
      place = next
    end
  end
  return {
    key = key, value = value, kept = kept, parts = parts,
    at = at, latest = latest, cooldowns = cooldowns, cooling = cooling, versioned = versioned,
  }
end

local function save(owner)
  local key, lasts, all, keeps_expiry, versions = owner.key, owner.latest, {''}, false, 0
  for name, content in pairs(owner.parts) do
    local ends = unpack_at('<I7', content)
    if ends > owner.latest then -- no call sees this owner at an earlier time
      all[#all + 1] = pack('<Bc0I2', #name, name, #content) .. content
      lasts = math.max(lasts, ends)
      versions = #name > 1 and byte(content, 8) == 80 and 2 or versions -- P
    end
  end
  if lasts == 0 then
    redis.call('DEL', key)
    return
  end
  local blocked, source = 0, 'M'
  if owner.parts.B then
    blocked, source = unpack_at('<I7c1', owner.parts.B)
  end
  all[1] = pack(HEADER, VERSION, blocked, source, owner.latest, lasts, (owner.parts.C and 1 or 0) + versions)
  local whole = table.concat(all)
  -- include write_value
end

-- Content of a block: end, source, start, length of the actor, actor, reason.

-- The end and the source of the block in force; nil if there is none.
local function block_in_force(owner, name)
  local content = owner.parts[name]
  if content then
    local ends, source = unpack_at('<I7c1', content)
    if owner.at < ends then
      return ends, source
    end
  end
end

-- The name and the frame of a limit that is an argument of its own, see limits.lua.
local function limit_name(argument)
  local _, _, _, _, _, _, _, _, frame = unpack_at('<BdddddddBc0', argument, 4)
  return sub(frame, 2), frame
end
