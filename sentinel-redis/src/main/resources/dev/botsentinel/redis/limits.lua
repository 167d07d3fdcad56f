-- What a limit says, by its algorithm. Each function takes numbers of the limit, the owner's time, and where the limit's
-- part is: a text, the first and last byte of the content, nil if there is none of this algorithm. It returns the whole
-- permits left; the instant at which a retry passes, nil if the step passes; then what to write: the length of the new
-- content and its beginning, the rest of it, its end.
--
-- No state, or state of another shape, means a full budget. No tables are made here, and as few texts as can be: this runs
-- for each limit of each call.

-- Content: end, W, the window's length when this was written, then a stamp for each permit spent, newest first. The newest
-- is end - length; all are younger than the window is long, so of a window of less than 2^32 µs (71 min) the low 4 bytes
-- of a stamp say it all.
local SHORT = 4294967296
local LONG = 72057594037927936
local STAMPS = 15

-- The age of a stamp, compared with the newest.
local function age(text, place, width, last)
  if width == 4 then
    return (last - unpack_at('<I4', text, place)) % SHORT
  end
  return last - unpack_at('<I7', text, place)
end

-- How many stamps are in the half-open window, how long they stay, the newest, how many bytes each has. What leaves is the
-- oldest, so the search begins there and goes on by halves.
local function stamps(per, at, text, start, stop)
  local ends, written = unpack_at('<I7xI7', text, start)
  local width = written < SHORT and 4 or 7
  local last = ends - written
  local stays = per < written and per or written
  local left = last + stays - at
  local live, low = (stop - start + 1 - STAMPS) / width, 0
  local middle = live - 1
  while low < live do
    if age(text, start + STAMPS + middle * width, width, last) < left then
      low = middle + 1
    else
      live = middle
    end
    middle = live - low > 4 and floor((low + live) / 2) or live - 1
  end
  return live, stays, last, width
end

-- Stamps in the other width, after the window's length has changed.
local function rewritten(text, first, live, width, last)
  local all = {}
  for i = 1, live do
    local stamp = last - age(text, first + (i - 1) * width, width, last)
    all[i] = width == 4 and pack('<I7', stamp) or pack('<I4', stamp % SHORT)
  end
  return table.concat(all)
end

local function sliding_window(permits, per, cost, at, text, start, stop)
  local width, live, kept = per < SHORT and 4 or 7, 0, ''
  if text then
    local stays, last, written_width
    live, stays, last, written_width = stamps(per, at, text, start, stop)
    local first = start + STAMPS
    local excess = live + cost - permits
    if excess > 0 then
      local freed = last - age(text, first + (live - excess) * written_width, written_width, last)
      return permits > live and permits - live or 0, freed + stays
    end
    if written_width == width then
      kept = sub(text, first, first + live * width - 1)
    else
      kept = rewritten(text, first, live, written_width, last)
    end
  end
  if cost > 1 then
    kept = string.rep(width == 4 and pack('<I4', at % SHORT) or pack('<I7', at), cost - 1) .. kept
  end
  local ends = at + per
  return permits - live - cost, nil,
    pack(width == 4 and '<I2I7c1I7I4' or '<I2I7c1I7I7', STAMPS + (live + cost) * width, ends, 'W', per,
      width == 4 and at % SHORT or at),
    kept, ends
end

-- Content: end, which is when it is full again, T, what that is too late by, the shape (permits, per, burst).
-- It holds units: `unit` of them are a permit, a microsecond brings `rate` of them; reduced, so that all stay below 2^53,
-- where a remainder is exact. It is full at the first whole microsecond at which nothing is missing, with so many units
-- too many.

-- How many units are missing at a time before the end.
local function missing_at(at, ends, over, rate)
  return rate * (ends - at - 1) + (rate - over)
end

-- When a bucket is full from which so many units are missing, and what that is too late by.
local function full_at(at, missing, rate)
  local rest = missing % rate
  local ends = at + (missing - rest) / rate
  if rest > 0 then
    return ends + 1, rate - rest
  end
  return ends, 0
end

local function token_bucket(burst, cost, unit, rate, shape, at, text, start, stop)
  local missing = 0
  if text then
    local ends, over = unpack_at('<I7xI4', text, start)
    if at < ends and sub(text, start + 12, stop) == shape then
      missing = missing_at(at, ends, over, rate)
    end
  end
  local level = burst * unit - missing
  local rest = level - cost * unit
  if rest < 0 then
    return floor(level / unit), (full_at(at, -rest, rate))
  end
  local ends, over = full_at(at, missing + cost * unit, rate)
  return floor(rest / unit), nil, pack('<I2I7c1I4', 12 + #shape, ends, 'T', over), shape, ends
end

-- Content: end of the window, F, its length, the permits spent in it.
local function fixed_window(permits, per, cost, at, text, start)
  local ends = (floor(at / per) + 1) * per
  local spent = 0
  if text then
    local written_ends, written, count = unpack_at('<I7xI7I4', text, start)
    if written == per and written_ends == ends then
      spent = count
    end
  end
  local left = permits - spent - cost
  if left < 0 then
    return permits > spent and permits - spent or 0, ends
  end
  return left, nil, pack('<I2I7c1I7I4', 19, ends, 'F', per, spent + cost), '', ends
end

-- A limit as an argument says it, from its fourth byte on: kind, whose, whether in shadow; whether the subject's own,
-- permits, per, burst, cost, unit, rate, and with their lengths in front frame and shape.
local LIMIT = '<BddddddBc0Bc0'

local W, T, F = 87, 84, 70 -- kinds, as bytes

-- The limit's part, if it is one of this algorithm.
local function find_limit(owner, frame, kind)
  local text, start, stop = find(owner, frame)
  if text and byte(text, start + 7) == kind then
    return text, start, stop
  end
end

-- The end of the limit's cooldown; nil if none is in force.
local function cooling_until(owner, frame)
  for _, cooldown in ipairs(owner.cooldowns) do
    if cooldown[1] == frame and owner.at < cooldown[2] then
      return cooldown[2]
    end
  end
end

-- Returns where the argument ends, whether the limit is the subject's own, its frame, then what its algorithm says.
local function look_at_limit(argument, place, kind, owner)
  local own, permits, per, burst, cost, unit, rate, frame, shape, next = unpack_at(LIMIT, argument, place + 3)
  local text, start, stop = find_limit(owner, frame, kind)
  local left, ends, head, tail, finish = 0, NEVER, nil, nil, nil
  if permits > 0 then
    if kind == W then
      left, ends, head, tail, finish = sliding_window(permits, per, cost, owner.at, text, start, stop)
    elseif kind == T then
      left, ends, head, tail, finish = token_bucket(burst, cost, unit, rate, shape, owner.at, text, start, stop)
    else
      left, ends, head, tail, finish = fixed_window(permits, per, cost, owner.at, text, start)
    end
  end
  if owner.cooldowns then
    local cooling = cooling_until(owner, frame)
    if cooling then
      left, ends, head = 0, math.max(cooling, ends or cooling), nil
    end
  end
  return next, own, frame, left, ends, head, tail, finish
end
