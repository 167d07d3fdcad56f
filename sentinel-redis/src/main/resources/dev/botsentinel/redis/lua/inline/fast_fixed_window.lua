-- Inline, in PlanScript: a fixed window, see fixed_window.lua. Updates `ends_N`, the end of the window, and `spent_N`, the
-- permits spent in it.

local window_end_N = at - at % $per + $per
spent_N = (ends_N == window_end_N and spent_N or 0) + $cost
ends_N = window_end_N
passes = passes and spent_N <= $permits
if ends_N > finish then
  finish = ends_N
end
