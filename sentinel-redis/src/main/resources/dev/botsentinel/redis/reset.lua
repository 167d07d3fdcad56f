-- Makes one budget of an owner full again, or forgets all that the owner has spent and done.
--
-- KEYS[1]  the owner
-- ARGV[1]  see owner.lua
-- ARGV[2]  the limit, see read_limit; empty for all
--
-- Answers {server time, 0}: too late, nothing was done
--         {…, 1}

local owner = load(KEYS[1])
if #ARGV[2] > 0 then
  local key, kept = read_limit(ARGV[2]).key, {}
  for _, cooldown in ipairs(cooldowns(owner)) do
    if cooldown[1] ~= key then
      kept[#kept + 1] = cooldown
    end
  end
  owner.parts[key] = nil
  set_cooldowns(owner, kept)
else
  -- Blocks stay, and refunds made stay remembered.
  owner.parts = {B = owner.parts.B, b = owner.parts.b, R = owner.parts.R}
end

save(owner)
return {server, DONE}
