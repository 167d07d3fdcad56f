-- The plan, as evaluate.lua reads it, is an argument: ARGV[2].

local plan = ARGV[2]
