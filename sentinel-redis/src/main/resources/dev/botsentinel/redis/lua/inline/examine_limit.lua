-- Inline. Reads `argument`, `place`, `kind`, and what read_owner.lua sets. Sets `place` to the end of the limit; `own`, 1 if
-- the limit is the subject's own; `frame`; `left`, the whole permits left; `ends`, when a retry passes, nil if the step passes
-- now; `lockout`, 0 if there is none or if the limit cools down already; and the new part: `head`, its length and the start of
-- its content, `tail`, the rest, `finish`, its end.
--
-- Without state, or with state of another algorithm or shape, the budget is full.

local permits, per, burst, cost, unit, rate, lockout, shape
own, permits, per, burst, cost, unit, rate, lockout, frame, shape, place = unpack_at(LIMIT, argument, place + 3)
local text, start, stop
-- include take_part
if text and byte(text, start + 7) ~= kind then
  text = nil
end
left, ends = 0, NEVER
if permits > 0 then
  if kind == W then
    -- include sliding_window
  elseif kind == T then
    -- include token_bucket
  else
    -- include fixed_window
  end
end
local cools = cooling and cooling[frame]
if cools and at < cools then
  left, ends, head, lockout = 0, math.max(cools, ends or cools), nil, 0
end
