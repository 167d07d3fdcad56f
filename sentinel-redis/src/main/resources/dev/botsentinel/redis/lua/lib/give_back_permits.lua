-- Takes permits out of what a limit has counted, at most what is spent.

-- By kind, how many permits are given back and the content to keep.
local returned = {}

-- What was spent last comes back first.
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

-- How many units are missing at a time before the end.
local function missing_at(rate, time, ends, over)
  return rate * (ends - time - 1) + (rate - over)
end

-- Poured in at the latest time written, before which nobody sees the bucket: it stays below its capacity ever after.
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

-- Only what was spent in the current window.
returned[F] = function(limit, permits, at, _, text, start, stop)
  local per = limit.per
  local ends, written, spent = unpack_at('<I7xI7I4', text, start)
  if written ~= per or ends ~= (floor(at / per) + 1) * per then
    return 0, sub(text, start, stop)
  end
  local back = math.min(permits, spent)
  return back, pack('<I7c1I7I4', ends, 'F', per, spent - back)
end

-- Gives permits of the limit at that place of an argument back to an owner that is loaded, its cost if nothing is said.
-- Returns how many were, and where the argument ends.
local function give_back(owner, argument, place, permits)
  local kind, limit = byte(argument, place), {}
  local _, most, cost, frame, next
  _, most, limit.per, limit.burst, cost, limit.unit, limit.rate, frame, limit.shape, next =
    unpack_at(LIMIT, argument, place + 3)
  local back = 0
  local value, position, kept = owner.value, FIRST, owner.kept
  local text, start, stop
  -- include take_part
  if text and byte(text, start + 7) == kind and most > 0 then
    back, owner.parts[sub(frame, 2)] =
      returned[kind](limit, permits or cost, owner.at, owner.latest, text, start, stop)
  end
  return back, next
end
