-- Tells what an owner has left. Writes nothing.
--
-- KEYS[1]     the owner
-- ARGV[1]     see owner.lua
-- ARGV[2..]   the limits, see read_limit
--
-- Answers {server time, 0}: too late, nothing was done
--         {…, 1, violations, rung, for each limit: whole permits left, when its cost passes, end of its cooldown or 0}

local owner = load(KEYS[1])
local answer = {server, DONE, standing(owner, 'O')}
for i = 2, #ARGV do
  local limit = read_limit(ARGV[i])
  local left, ends = look_at_limit(limit, owner)
  answer[#answer + 1] = ends and left or left + limit.cost
  answer[#answer + 1] = ends or now
  answer[#answer + 1] = cooling_until(owner, limit.key) or 0
end
return answer
