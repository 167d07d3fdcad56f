-- Gives permits back, at most what is spent, and each refund once.
-- Part R: end, then as MessagePack {limit's key, id, until when it is remembered} for each refund, the earliest first.
--
-- KEYS[1]  the owner
-- ARGV[1]  see owner.lua
-- ARGV[2]  the limit, see read_limit
-- ARGV[3]  how many permits, for how long the refund is remembered, how many are remembered, 8 bytes of id
--
-- Answers {server time, 0}: too late, nothing was done
--         {…, 1, how many permits were given back, or -1 if this refund was made before}

local REPEATED = -1

-- Each returns how many permits are given back and the part to keep.
local give_back = {}

-- What was spent last comes back first.
function give_back.W(limit, part, at, permits)
  local per = unpack_at('<d', part, 10)
  local count = (#part - STAMPS + 1) / 8
  local live = count - gone(part, count, at - math.min(per, limit.per))
  local back = math.min(permits, live)
  if back == count then
    return back, nil
  end
  local last = stamp(part, count - back - 1)
  return back, pack('<dc1d', last + per, 'W', per) .. string.sub(part, STAMPS, #part - 8 * back)
end

-- Poured in at the bucket's own time, which is not after now: it stays below its capacity ever after.
function give_back.T(limit, part, at, permits)
  local full_at, _, written_permits, per, burst, held, since = unpack_at('<dc1ddddd', part)
  if written_permits ~= limit.permits or per ~= limit.per or burst ~= limit.burst or at >= full_at then
    return 0, part
  end
  local capacity = limit.burst * limit.unit
  local whole = math.floor((held + limit.rate * (at - since)) / limit.unit)
  local back = math.min(permits, limit.burst - whole)
  local level = math.min(held + back * limit.unit, capacity)
  full_at = since + math.ceil((capacity - level) / limit.rate)
  return back, pack('<dc1ddddd', full_at, 'T', limit.permits, limit.per, limit.burst, level, since)
end

-- Only what was spent in the current window.
function give_back.F(limit, part, at, permits)
  local ends, _, per, spent = unpack_at('<dc1dd', part)
  if per ~= limit.per or ends ~= (math.floor(at / per) + 1) * per then
    return 0, part
  end
  local back = math.min(permits, spent)
  return back, pack('<dc1dd', ends, 'F', per, spent - back)
end

local owner = load(KEYS[1])
local limit = read_limit(ARGV[2])
local permits, remembered, most, id = unpack_at('<ddBc8', ARGV[3])

local made, last = {}, owner.at + remembered
for _, refund in ipairs(owner.parts.R and cmsgpack.unpack(string.sub(owner.parts.R, 9)) or {}) do
  if refund[3] > owner.at then
    if refund[1] == limit.key and refund[2] == id then
      return {server, DONE, REPEATED}
    end
    made[#made + 1] = refund
    last = math.max(last, refund[3])
  end
end
made[#made + 1] = {limit.key, id, owner.at + remembered}
if #made > most then
  table.remove(made, 1)
end

local back, part = 0, part_of(owner, limit)
if part and limit.permits > 0 then
  back, owner.parts[limit.key] = give_back[limit.kind](limit, part, owner.at, permits)
end
owner.parts.R = pack('<d', last) .. cmsgpack.pack(made)
save(owner)
return {server, DONE, back}
