-- Inline. Reads `argument`, `place`, `kind`, and what read_owner.lua sets. Sets `place` to where the argument ends; `own`, whether the limit is the
-- subject's own; `frame`; `left`, the whole permits left; `ends`, the instant at which a retry passes, nil if the step
-- passes; then what to write: `head`, the length of the content and its beginning, `tail`, the rest, `finish`, its end.
--
-- No state, or state of another algorithm or shape, means a full budget.

local permits, per, burst, cost, unit, rate, shape
own, permits, per, burst, cost, unit, rate, frame, shape, place = unpack_at(LIMIT, argument, place + 3)
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
  left, ends, head = 0, math.max(cools, ends or cools), nil
end
