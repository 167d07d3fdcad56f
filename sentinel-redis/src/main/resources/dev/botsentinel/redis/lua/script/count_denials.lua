-- Counts subjects' last denials. Writes nothing.
--
-- KEYS     the subjects' denials, as record_denials.lua writes them
-- ARGV[1]  see prologue.lua
-- ARGV[2]  since when in microseconds, as text: runs count whose last denial was then or later
-- ARGV[3]  only those with this reason; empty for all
--
-- Answers {token, server time, 1, for each key how many denials}

local VERSION = 1
local LAST, TIMES, REASON = 2, 3, 5

local since = tonumber(ARGV[2])
local answer = {token, server, DONE}
for i, key in ipairs(KEYS) do
  local count = 0
  local value = redis.call('GET', key)
  local ring = value and cmsgpack.unpack(value) or {}
  for at = 2, ring[1] == VERSION and #ring or 0 do
    local run = ring[at]
    if run[LAST] >= since and (ARGV[3] == '' or run[REASON] == ARGV[3]) then
      count = count + run[TIMES]
    end
  end
  answer[i + 3] = count
end
return answer
