-- Gives permits back, at most what is spent, and each refund once.
-- Part R: end, then as MessagePack {limit's frame, id, until when it is remembered} for each refund, the earliest first.
--
-- KEYS[1]  the owner
-- ARGV[1]  see call.lua
-- ARGV[2]  the limit, see limits.lua
-- ARGV[3]  how many permits, for how long the refund is remembered, how many are remembered, 8 bytes of id
--
-- Answers {server time, 1, how many permits were given back, or -1 if this refund was made before}

local REPEATED = -1

local owner = load(KEYS[1])
local kind = byte(ARGV[2])
local _, limit_permits, per, burst, _, unit, rate, frame, shape = unpack_at(LIMIT, ARGV[2], 4)
local permits, remembered, most, id = unpack_at('<ddBc8', ARGV[3])
local at = owner.at

-- By kind, how many permits are given back and the content to keep.
local give_back = {}

-- What was spent last comes back first.
give_back[W] = function(text, start, stop)
  local live, stays, last, first, width, format, modulus
  -- include stamps
  local back = math.min(permits, live)
  local newest = first + back * width
  if newest > stop then
    return back, nil
  end
  local ends = last - (last - unpack_at(format, text, newest)) % modulus + written
  return back, pack('<I7c1I7', ends, 'W', written) .. sub(text, newest, stop)
end

-- How many units are missing at a time before the end.
local function missing_at(time, ends, over)
  return rate * (ends - time - 1) + (rate - over)
end

-- Poured in at the latest time written, before which nobody sees the bucket: it stays below its capacity ever after.
give_back[T] = function(text, start, stop)
  local ends, over = unpack_at('<I7xI4', text, start)
  if at >= ends or sub(text, start + 12, stop) ~= shape then
    return 0, sub(text, start, stop)
  end
  local whole = floor((burst * unit - missing_at(at, ends, over)) / unit)
  local back = math.min(permits, burst - whole)
  local missing = math.max(0, missing_at(owner.latest, ends, over) - back * unit)
  local since, full = owner.latest, nil
  -- include full_at
  return back, pack('<I7c1I4', full, 'T', over) .. shape
end

-- Only what was spent in the current window.
give_back[F] = function(text, start, stop)
  local ends, written, spent = unpack_at('<I7xI7I4', text, start)
  if written ~= per or ends ~= (floor(at / per) + 1) * per then
    return 0, sub(text, start, stop)
  end
  local back = math.min(permits, spent)
  return back, pack('<I7c1I7I4', ends, 'F', per, spent - back)
end

local made, last = {}, at + remembered
for _, refund in ipairs(owner.parts.R and cmsgpack.unpack(sub(owner.parts.R, 8)) or {}) do
  if refund[3] > at then
    if refund[1] == frame and refund[2] == id then
      return {server, DONE, REPEATED}
    end
    made[#made + 1] = refund
    last = math.max(last, refund[3])
  end
end
made[#made + 1] = {frame, id, at + remembered}
if #made > most then
  table.remove(made, 1)
end

local back = 0
local text, start, stop
-- include find
if text and byte(text, start + 7) == kind and limit_permits > 0 then
  back, owner.parts[sub(frame, 2)] = give_back[kind](text, start, stop)
end
owner.parts.R = pack('<I7', last) .. cmsgpack.pack(made)
save(owner)
return {server, DONE, back}
