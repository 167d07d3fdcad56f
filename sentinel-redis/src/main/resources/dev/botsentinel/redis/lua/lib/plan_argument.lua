-- Takes the plan from ARGV[2].

local plan = ARGV[2]
