-- The cooldowns set by administrators. Content: end, then as MessagePack a list of {limit's frame, end}, oldest first.

local function set_cooldowns(owner, list)
  local last = 0
  for _, cooldown in ipairs(list) do
    last = math.max(last, cooldown[2])
  end
  owner.parts.C = #list > 0 and pack('<I7', last) .. cmsgpack.pack(list) or nil
end
