-- What a limit says, by its algorithm. Each takes the step, the limit's part or nil, and the owner's time. It returns the
-- whole permits left, then the instant at which a retry passes, nil if the step passes, then the part to write.
-- No state, or state of another algorithm or shape, means a full budget.

local limits = {}

-- Part: end, W, the window's length when this was written, then a stamp for each permit spent, oldest first.
local STAMPS = 18

local function stamp(part, index)
  return (unpack_at('<d', part, STAMPS + 8 * index))
end

-- How many of the stamps have left the half-open window that began at `left`: binary search.
local function gone(part, count, left)
  local low, high = 0, count
  while low < high do
    local middle = math.floor((low + high) / 2)
    if stamp(part, middle) <= left then
      low = middle + 1
    else
      high = middle
    end
  end
  return low
end

function limits.W(limit, part, at)
  local stays, count, left = limit.per, 0, 0
  if part then
    local written_per = unpack_at('<d', part, 10)
    stays = math.min(stays, written_per)
    count = (#part - STAMPS + 1) / 8
    left = gone(part, count, at - stays)
  end
  local live = count - left
  local too_many = live + limit.cost - limit.permits
  if too_many > 0 then
    return math.max(0, limit.permits - live), stamp(part, left + too_many - 1) + stays
  end
  local kept = part and string.sub(part, STAMPS + 8 * left) or ''
  local spent = string.rep(pack('<d', at), limit.cost)
  return -too_many, nil, pack('<dc1d', at + limit.per, 'W', limit.per) .. kept .. spent
end

-- Part: end, which is when it is full again, T, permits, per, burst, what it held, when it held that.
-- It holds units: `unit` of them are a permit, a microsecond brings `rate` of them; reduced, so that all stay below 2^53,
-- where the ceiling of a quotient is exact.
function limits.T(limit, part, at)
  local capacity = limit.burst * limit.unit
  local level = capacity
  if part then
    local full_at, _, permits, per, burst, held, since = unpack_at('<dc1ddddd', part)
    if permits == limit.permits and per == limit.per and burst == limit.burst and at < full_at then
      level = held + limit.rate * (at - since)
    end
  end
  local rest = level - limit.cost * limit.unit
  if rest < 0 then
    return math.floor(level / limit.unit), at + math.ceil(-rest / limit.rate)
  end
  local full_at = at + math.ceil((capacity - rest) / limit.rate)
  return math.floor(rest / limit.unit), nil,
    pack('<dc1ddddd', full_at, 'T', limit.permits, limit.per, limit.burst, rest, at)
end

-- Part: end of the window, F, its length, the permits spent in it.
function limits.F(limit, part, at)
  local ends = (math.floor(at / limit.per) + 1) * limit.per
  local spent = 0
  if part then
    local written_ends, _, per, count = unpack_at('<dc1dd', part)
    if per == limit.per and written_ends == ends then
      spent = count
    end
  end
  local left = limit.permits - spent - limit.cost
  if left < 0 then
    return math.max(0, limit.permits - spent), ends
  end
  return left, nil, pack('<dc1dd', ends, 'F', limit.per, spent + limit.cost)
end

-- What an argument says of a limit: kind, whose, whether in shadow; whether the subject's own, permits, per, burst, cost,
-- unit, rate, key.
local function read_limit(argument)
  local limit, place = {}, nil
  limit.kind, limit.own, limit.permits, limit.per, limit.burst, limit.cost, limit.unit, limit.rate, place =
    unpack_at('<c1xxBdddddd', argument)
  limit.key = string.sub(argument, place)
  return limit
end

-- The part in which the limit counts; nil if there is none of its algorithm.
local function part_of(owner, limit)
  local part = owner.parts[limit.key]
  return part and string.sub(part, 9, 9) == limit.kind and part or nil
end

local function look_at_limit(limit, owner)
  local left, ends, part = 0, NEVER, nil
  if limit.permits > 0 then
    left, ends, part = limits[limit.kind](limit, part_of(owner, limit), owner.at)
  end
  local cooling = owner.parts.C and cooling_until(owner, limit.key)
  if cooling then
    return 0, math.max(cooling, ends or cooling)
  end
  return left, ends, part
end
