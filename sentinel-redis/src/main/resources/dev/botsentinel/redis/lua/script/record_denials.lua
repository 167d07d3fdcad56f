-- Adds denials to a subject's last ones.
--
-- KEYS[1]  the subject's denials
-- ARGV[1]  see prologue.lua
-- ARGV[2]  how many runs are kept, the TTL in milliseconds, how long a run takes in more in microseconds; as text
-- ARGV[3]  from here on six for each run, oldest first: first, last and times as text, then action, reason, rule
--
-- Answers {token, server time, 1}
--
-- The value is MessagePack: version, then for each run, oldest first, {first, last, times, action, reason, rule}.

local VERSION = 1
local FIRST, LAST, TIMES = 1, 2, 3

local most, ttl, span = string.match(ARGV[2], '^(%d+) (%d+) (%d+)$')
most, span = tonumber(most), tonumber(span)

local value = redis.call('GET', KEYS[1])
local ring = value and cmsgpack.unpack(value) or {VERSION}
if ring[1] ~= VERSION then
  ring = {VERSION}
end
for at = 3, #ARGV, 6 do
  local run = {tonumber(ARGV[at]), tonumber(ARGV[at + 1]), tonumber(ARGV[at + 2]), ARGV[at + 3], ARGV[at + 4], ARGV[at + 5]}
  local newest = #ring > 1 and ring[#ring]
  if newest and newest[4] == run[4] and newest[5] == run[5] and newest[6] == run[6] and run[LAST] < newest[FIRST] + span then
    newest[LAST] = math.max(newest[LAST], run[LAST])
    newest[TIMES] = newest[TIMES] + run[TIMES]
  else
    ring[#ring + 1] = run
  end
end
while #ring > most + 1 do
  table.remove(ring, 2)
end
redis.call('SET', KEYS[1], cmsgpack.pack(ring), 'PX', ttl)
return {token, server, DONE}
