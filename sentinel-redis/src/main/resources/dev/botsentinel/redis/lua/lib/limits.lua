-- The encoding of limits. The algorithms are in sliding_window.lua, token_bucket.lua and fixed_window.lua.

local SHORT = 4294967296
local LONG = 72057594037927936
local STAMPS = 15
local W, T, F = 87, 84, 70 -- kinds, as bytes
local CALENDAR = 4503599627370496 -- longer than each duration; the numbers of calendars' windows begin here
local A_DAY = 86400000000
local MOST_STAMPS = 1000 -- RateLimit.MAX_SLIDING_PERMITS
local MOST_COUNTED = 2147483647 -- the most permits that a limit can have

-- A limit in an argument: kind, number of the owner, 1 if in shadow (a byte each), then in this format: 1 if it is the
-- subject's own, permits, per (of a fixed window a number for which windows they are: their length, or for a calendar's
-- periods one that is no length), burst, cost, unit, rate, lockout (0 for none), frame and shape, both after their lengths.
-- The shape of a bucket is its permits, per and burst; that of a calendar's window the boundaries between the periods, 7 bytes
-- each, from the start of the last one on.
local LIMIT = '<BdddddddBc0Bc0'
