-- Reads a subject's last denials. Writes nothing.
--
-- KEYS[1]  the subject's denials, as record_denials.lua writes them
-- ARGV[1]  see prologue.lua
--
-- Answers {token, server time, 1, for each run, oldest first: first, last, times, action, reason, rule}

local VERSION = 1

local answer = {token, server, DONE}
local value = redis.call('GET', KEYS[1])
local ring = value and cmsgpack.unpack(value) or {}
for at = 2, ring[1] == VERSION and #ring or 0 do
  for _, field in ipairs(ring[at]) do
    answer[#answer + 1] = field
  end
end
return answer
