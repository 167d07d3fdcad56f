-- Block, of PlanScript: a value that is to be seen first. Its list has had one value, which has ended: `last_N` is not after `at`.
-- Sets `ends_N`, until when this one is remembered.

local ends_N = at + $window
if ends_N > finish then
  finish = ends_N
end
