-- The cooldowns that administrators set. Part C: end, then as MessagePack {limit's key, end} for each, in the order in
-- which they were set.

local function cooldowns(owner)
  local part = owner.parts.C
  return part and cmsgpack.unpack(string.sub(part, 9)) or {}
end

local function set_cooldowns(owner, list)
  local last = BEFORE
  for _, cooldown in ipairs(list) do
    last = math.max(last, cooldown[2])
  end
  owner.parts.C = #list > 0 and pack('<d', last) .. cmsgpack.pack(list) or nil
end

-- The end of the limit's cooldown; nil if none is in force.
local function cooling_until(owner, key)
  for _, cooldown in ipairs(cooldowns(owner)) do
    if cooldown[1] == key and owner.at < cooldown[2] then
      return cooldown[2]
    end
  end
end
