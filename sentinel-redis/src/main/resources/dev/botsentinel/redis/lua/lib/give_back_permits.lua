-- Gives permits back to a limit, at most those spent.

-- By kind of limit: returns the number of permits given back, and the new content.
local returned = {}

-- Removes the newest stamps first.
returned[W] = function(limit, permits, at, _, text, start, stop)
  local per = limit.per
  local live, stays, last, first, width, format, modulus
  -- include window_stamps
  local back = math.min(permits, live)
  local newest = first + back * width
  if newest > stop then
    return back, nil
  end
  local ends = last - (last - unpack_at(format, text, newest)) % modulus + written
  return back, pack('<I7c1I7', ends, 'W', written) .. sub(text, newest, stop)
end

-- The units that a bucket lacks at a time before it is full.
local function missing_at(rate, time, ends, over)
  return rate * (ends - time - 1) + (rate - over)
end

-- Refills as of the latest time written. No call sees the bucket at an earlier time, so it never exceeds its capacity.
returned[T] = function(limit, permits, at, latest, text, start, stop)
  local ends, over = unpack_at('<I7xI4', text, start)
  if at >= ends or sub(text, start + 12, stop) ~= limit.shape then
    return 0, sub(text, start, stop)
  end
  local rate, unit = limit.rate, limit.unit
  local whole = floor((limit.burst * unit - missing_at(rate, at, ends, over)) / unit)
  local back = math.min(permits, limit.burst - whole)
  local missing = math.max(0, missing_at(rate, latest, ends, over) - back * unit)
  local since, full = latest, nil
  -- include bucket_full_at
  return back, pack('<I7c1I4', full, 'T', over) .. limit.shape
end

-- Only permits spent in the current window.
returned[F] = function(limit, permits, at, _, text, start, stop)
  local per = limit.per
  local ends, written, spent = unpack_at('<I7xI7I4', text, start)
  if written ~= per or at >= ends then
    return 0, sub(text, start, stop)
  end
  local back = math.min(permits, spent)
  return back, pack('<I7c1I7I4', ends, 'F', per, spent - back)
end

-- Gives permits back to a loaded owner; by default the limit's cost. The limit is at `place` in the argument. Returns the
-- number given back, and the place where the limit ends.
local function give_back(owner, argument, place, permits)
  local kind, limit = byte(argument, place), {}
  local _, most, cost, frame, next
  _, most, limit.per, limit.burst, cost, limit.unit, limit.rate, _, frame, limit.shape, next =
    unpack_at(LIMIT, argument, place + 3)
  local back, name = 0, sub(frame, 2)
  local function is_of_limit(content, first)
    return byte(content, first + 7) == kind
      and (kind == T and sub(content, first + 12) == limit.shape
        or kind ~= T and unpack_at('<I7', content, first + 8) == limit.per)
  end
  local text, other = owner.parts[name], owner.parts['\255' .. name]
  local is_own = text and unpack_at('<I7', text) > owner.at and is_of_limit(text, 1)
  if most == 0 then
    return 0, next
  elseif other and not is_own and unpack_at('<I7', other) > owner.at and is_of_limit(other, 20) then
    local superseded, before = unpack_at('<I7I4', other, 9)
    local inner, span, unit_then, rate_then, burst_then, beside, beside_end
    back, inner = returned[kind](limit, permits or cost, owner.at, owner.latest, other, 20, #other)
    if inner then
      -- include version_span
      -- include version_part
    end
    owner.parts['\255' .. name] = beside
  elseif text and byte(text, 8) == kind then
    back, owner.parts[name] = returned[kind](limit, permits or cost, owner.at, owner.latest, text, 1, #text)
  end
  return back, next
end
