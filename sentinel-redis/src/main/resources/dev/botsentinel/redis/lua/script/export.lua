-- Reads raw values. Writes nothing.
--
-- KEYS     the keys
-- ARGV[1]  see prologue.lua
--
-- Answers {token, server time, 1, for each key its value, or nil if there is none}

local answer = {token, server, DONE}
for i, key in ipairs(KEYS) do
  answer[i + 3] = redis.call('GET', key)
end
return answer
