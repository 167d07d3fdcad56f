-- Reports what an owner has left. Writes nothing.
--
-- KEYS[1]     the owner
-- ARGV[1]     see prologue.lua
-- ARGV[2..]   the limits, see limits.lua
--
-- Answers {token, server time, 1, violations, rung, for each limit: whole permits left, when its cost fits again, end
-- of its cooldown or 0}

local owner = load(KEYS[1])
local at, cooling, versioned = owner.at, owner.cooling, owner.versioned
local answer = {token, server, DONE, violations_and_rung(owner, 'O')}
for i = 2, #ARGV do
  local argument, kind, place = ARGV[i], byte(ARGV[i]), 1
  local value, position, kept = owner.value, FIRST, owner.kept
  local own, frame, left, ends, head, tail, finish, beside
  -- include examine_limit
  answer[#answer + 1] = ends and left or left + cost
  answer[#answer + 1] = ends or now
  answer[#answer + 1] = cools and at < cools and cools or 0
end
return answer
