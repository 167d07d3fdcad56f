-- Makes one budget of an owner full again, or forgets all that the owner has spent and done.
--
-- KEYS[1]  the owner
-- ARGV[1]  see prologue.lua
-- ARGV[2]  the limit, see limits.lua; empty for all
--
-- Answers {server time, 1}

local owner = load(KEYS[1])
if #ARGV[2] > 0 then
  local name, frame = limit_name(ARGV[2])
  local kept = {}
  for _, cooldown in ipairs(owner.cooldowns or {}) do
    if cooldown[1] ~= frame then
      kept[#kept + 1] = cooldown
    end
  end
  owner.parts[name] = nil
  set_cooldowns(owner, kept)
else
  -- Blocks stay, and refunds made stay remembered.
  owner.parts = {B = owner.parts.B, b = owner.parts.b, R = owner.parts.R}
end

save(owner)
return {server, DONE}
