-- How limits are laid out and said. What each algorithm does is in sliding_window.lua, token_bucket.lua and fixed_window.lua.

local SHORT = 4294967296
local LONG = 72057594037927936
local STAMPS = 15
local W, T, F = 87, 84, 70 -- kinds, as bytes

-- A limit as an argument says it, from its fourth byte on: kind, whose, whether in shadow; whether the subject's own,
-- permits, per, burst, cost, unit, rate, and with their lengths in front frame and shape.
local LIMIT = '<BddddddBc0Bc0'
