-- The cooldowns that administrators set. Content: end, then as MessagePack {limit's frame, end} for each, in the order in
-- which they were set.

local function set_cooldowns(owner, list)
  local last = 0
  for _, cooldown in ipairs(list) do
    last = math.max(last, cooldown[2])
  end
  owner.parts.C = #list > 0 and pack('<I7', last) .. cmsgpack.pack(list) or nil
end
