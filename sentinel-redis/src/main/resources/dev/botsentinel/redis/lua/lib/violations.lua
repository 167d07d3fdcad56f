-- A subject's violations and its rung on the escalation ladder.
-- Content: end, how long violations count, rung, how long the rung lasts, the last violation, the end of the last block,
-- then a stamp per counted violation, unordered: a violation writes no time, so the clock may step back in between.

local OFFENCES = '<I7I7I4I7I7I7'
local VIOLATIONS = 40
local STAMP = 7

local function offences(part)
  if not part then
    return {stays = 0, rung = 0, rung_stays = 0, last = 0, blocked_until = 0, stamps = ''}
  end
  local _, stays, rung, rung_stays, last, blocked_until = unpack_at(OFFENCES, part)
  return {
    stays = stays, rung = rung, rung_stays = rung_stays, last = last, blocked_until = blocked_until,
    stamps = sub(part, VIOLATIONS),
  }
end

-- The instant since when a subject has neither violated nor been blocked.
local function quiet_since(o)
  return math.max(o.last, o.blocked_until)
end

local function offences_part(o)
  local ends = o.rung > 0 and quiet_since(o) + o.rung_stays or 0
  for place = 1, #o.stamps, STAMP do
    local violation = unpack_at('<I7', o.stamps, place)
    ends = math.max(ends, violation + o.stays)
  end
  return pack(OFFENCES, ends, o.stays, o.rung, o.rung_stays, o.last, o.blocked_until) .. o.stamps
end

local function later_than(stamps, limit)
  local kept = {}
  for place = 1, #stamps, STAMP do
    local violation = unpack_at('<I7', stamps, place)
    if violation > limit then
      kept[#kept + 1] = sub(stamps, place, place + STAMP - 1)
    end
  end
  return table.concat(kept)
end

-- A duration, and so many millionths of it; rounded down. In two parts, for their product can exceed 2^53.
local function with_jitter(duration, millionths)
  local rest = duration % 1000000
  local rest_part = rest * millionths
  return duration + (duration - rest) / 1000000 * millionths + (rest_part - rest_part % 1000000) / 1000000
end

-- Counts a violation at the owner's time. Returns the end of the resulting block; nil if there is none.
local function violate(owner, name, ladder)
  local at = owner.at
  local o = offences(owner.parts[name])
  if o.rung > 0 and at >= quiet_since(o) + math.min(o.rung_stays, ladder.forget_after) then
    o.rung = 0
  end
  o.stamps = later_than(o.stamps, at - math.min(o.stays, ladder.within)) .. pack('<I7', at)
  o.stays = ladder.within
  o.rung_stays = ladder.forget_after
  o.last = math.max(o.last, at)
  local blocked_until = nil
  if #o.stamps >= STAMP * ladder.violations then
    o.rung = o.rung + 1
    blocked_until = at + with_jitter(ladder.block[math.min(o.rung, #ladder.block)], ladder.jitter)
    o.blocked_until = blocked_until
    o.stamps = ''
  end
  owner.parts[name] = offences_part(o)
  return blocked_until
end

-- Notes that a block was lifted: it counts as ended now, and the rung stays.
local function block_lifted(owner, name)
  if owner.parts[name] then
    local o = offences(owner.parts[name])
    o.blocked_until = math.min(o.blocked_until, owner.at)
    owner.parts[name] = offences_part(o)
  end
end

-- The number of violations that count, and the rung reached.
local function violations_and_rung(owner, name)
  local o, count = offences(owner.parts[name]), 0
  for place = 1, #o.stamps, STAMP do
    local violation = unpack_at('<I7', o.stamps, place)
    if violation > owner.at - o.stays then
      count = count + 1
    end
  end
  return count, owner.at < quiet_since(o) + o.rung_stays and o.rung or 0
end
