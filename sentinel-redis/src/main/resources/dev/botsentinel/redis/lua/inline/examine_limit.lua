-- Inline. Reads `argument`, `place`, `kind`, and what read_owner.lua sets. Sets `place` to the end of the limit; `own`, 1 if
-- the limit is the subject's own; `frame`; `left`, the whole permits left; `ends`, when a retry passes, nil if the step passes
-- now; `lockout`, 0 if there is none or if the limit cools down already; and the new part: `head`, its length and the start of
-- its content, `tail`, the rest, `finish`, its end; with `beside`, the part of another version of the limit, if one is in use.
--
-- Without state of this version the budget is full, see other_version.lua.

local permits, per, burst, cost, unit, rate, lockout, shape
own, permits, per, burst, cost, unit, rate, lockout, frame, shape, place = unpack_at(LIMIT, argument, place + 3)
local text, start, stop
-- include take_part
local is_own = text and byte(text, start + 7) == kind and unpack_at('<I7', text, start) > at
if is_own and kind == T then
  is_own = sub(text, start + 12, stop) == shape
elseif is_own then
  is_own = unpack_at('<I7', text, start + 8) == per
end
local beside_end = 0
beside = nil
if permits > 0 and (versioned or text and not is_own) then
  -- include other_version
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
if beside and finish and beside_end > finish then
  finish = beside_end
end
local cools = cooling and cooling[frame]
if cools and at < cools then
  left, ends, head, lockout = 0, math.max(cools, ends or cools), nil, 0
end
