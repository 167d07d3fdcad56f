-- Inline, in PlanScript: a fixed window, see fixed_window.lua. Updates `ends_N`, the end of the window, and `spent_N`, the
-- permits spent in it.

if at >= ends_N then
  ends_N, spent_N = at - at % $per + $per, 0
end
spent_N = spent_N + $cost
passes = passes and spent_N <= $permits
if ends_N > finish then
  finish = ends_N
end
