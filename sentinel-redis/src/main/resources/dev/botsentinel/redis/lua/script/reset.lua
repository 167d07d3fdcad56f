-- Refills one budget of an owner, or all of them, violations included.
--
-- KEYS[1]  the owner
-- ARGV[1]  see prologue.lua
-- ARGV[2]  the limit, see limits.lua; empty for all
--
-- Answers {token, server time, 1}

local owner = load(KEYS[1])
if #ARGV[2] > 0 then
  local name, frame = limit_name(ARGV[2])
  local kept = {}
  for _, cooldown in ipairs(owner.cooldowns or {}) do
    if cooldown[1] ~= frame then
      kept[#kept + 1] = cooldown
    end
  end
  owner.parts[name], owner.parts['\255' .. name] = nil, nil
  set_cooldowns(owner, kept)
else
  -- Blocks stay, and so do refunds, lest they be repeated.
  owner.parts = {B = owner.parts.B, b = owner.parts.b, R = owner.parts.R}
end

save(owner)
return {token, server, DONE}
