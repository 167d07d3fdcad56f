-- Tells what an owner has left. Writes nothing.
--
-- KEYS[1]     the owner
-- ARGV[1]     see call.lua
-- ARGV[2..]   the limits, see limits.lua
--
-- Answers {server time, 1, violations, rung, for each limit: whole permits left, when its cost passes, end of its cooldown or 0}

local owner = load(KEYS[1])
local place, kept = owner.place, owner.kept
local answer = {server, DONE, standing(owner, 'O')}
for i = 2, #ARGV do
  local _, _, frame, left, ends = look_at_limit(ARGV[i], 1, byte(ARGV[i]), owner)
  local cost = unpack_at('<d', ARGV[i], 29)
  owner.place, owner.kept = place, kept
  answer[#answer + 1] = ends and left or left + cost
  answer[#answer + 1] = ends or now
  answer[#answer + 1] = owner.cooldowns and cooling_until(owner, frame) or 0
end
return answer
