-- What every script starts with: the time, and whether it is too late.
--
-- ARGV[1]  the call: deadline in server time; now, or BEFORE for the server's own time; the rest belongs to the script
--
-- Answers {server time, 0}: too late, nothing was done
--
-- Times are whole microseconds since the epoch, kept in 7 bytes; numbers are little-endian and exact below 2^53.

local NEVER = 9007199254740992
local BEFORE = -NEVER
local GRACE = 60000000 -- a clock set back by less than this finds what has ended
local SPARE = 30000000 -- a key's expiry is left as it is while it covers all but so much of what is needed
local A_DAY_IN_MILLIS = '86400000' -- as text, for a number would be written as a double, digit by digit
local LATE, DONE = 0, 1

local pack, unpack_at, sub = struct.pack, struct.unpack, string.sub

local clock = redis.call('TIME')
local server = clock[1] * 1000000 + clock[2]
local deadline, given$names = unpack_at('<dd$formats', ARGV[1])
if server > deadline then
  return {server, LATE}
end
local keeps_own_time = given ~= BEFORE
local now = keeps_own_time and given or server
