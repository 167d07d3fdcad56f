-- Tells what an owner has left. Writes nothing.
--
-- KEYS[1]     the owner
-- ARGV[1]     see call.lua
-- ARGV[2..]   the limits, see limits.lua
--
-- Answers {server time, 1, violations, rung, for each limit: whole permits left, when its cost passes, end of its cooldown or 0}

local owner = load(KEYS[1])
local first, all_kept = owner.place, owner.kept
local answer = {server, DONE, standing(owner, 'O')}
for i = 2, #ARGV do
  local argument, kind, place = ARGV[i], byte(ARGV[i]), 1
  local own, frame, left, ends, head, tail, finish
  -- include look
  owner.place, owner.kept = first, all_kept
  answer[#answer + 1] = ends and left or left + cost
  answer[#answer + 1] = ends or now
  answer[#answer + 1] = cooling and owner.at < cooling and cooling or 0
end
return answer
