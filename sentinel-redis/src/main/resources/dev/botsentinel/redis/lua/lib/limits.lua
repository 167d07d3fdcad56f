-- The encoding of limits. The algorithms are in sliding_window.lua, token_bucket.lua and fixed_window.lua.

local SHORT = 4294967296
local LONG = 72057594037927936
local STAMPS = 15
local W, T, F = 87, 84, 70 -- kinds, as bytes

-- A limit in an argument: kind, number of the owner, 1 if in shadow (a byte each), then in this format: 1 if it is the
-- subject's own, permits, per, burst, cost, unit, rate, frame and shape, both after their lengths.
local LIMIT = '<BddddddBc0Bc0'
