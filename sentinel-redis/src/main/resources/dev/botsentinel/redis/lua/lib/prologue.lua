-- The start of every script: reads the time, and stops if the call is late.
--
-- ARGV[1]  deadline in server time; now, or SERVER_TIME for the server's clock; token; then values of the script
--
-- Answers {token, server time, 0} if the call is late; nothing was done. Every answer starts with the token, so that the caller
-- knows it for its own.
--
-- Times are whole microseconds since the epoch, stored in 7 bytes. Numbers are little-endian and exact below 2^53.

local NEVER = 9007199254740992
local SERVER_TIME = -NEVER
local GRACE = 60000000 -- a clock set back by less than this still finds what had ended
local CORRECTION = 1000000 -- a clock that is behind the last write by more than this was corrected
local SPARE = 30000000 -- a key keeps its expiry unless that falls short by this much
local A_DAY_IN_MILLIS = '86400000' -- as text, because Redis would format a number as a double
local LATE, DONE = 0, 1

local pack, unpack_at, sub = struct.pack, struct.unpack, string.sub

local clock = redis.call('TIME')
local server = clock[1] * 1000000 + clock[2]
local deadline, given, token$names = unpack_at('<ddI4$formats', ARGV[1])
if server > deadline then
  return {token, server, LATE}
end
local only_reads = false -- whether the script writes nothing, not even that the clock was corrected
local has_own_time = given ~= SERVER_TIME
local now = has_own_time and given or server
