-- One owner's state: how it is read and written. Stands in front of every script that knows owners.
--
-- ARGV[1]  the call: deadline in server time; now, or BEFORE for the server's own time
--
-- An owner's value:
--   byte  1       format version
--   bytes 2-9     the end of the block, 0 if there is none  \ at the same place
--   byte  10      what made the block: M by hand, A by violations  / in every version
--   bytes 11-18   the latest time that an admitted plan has written
--   bytes 19-26   the end of the value
--   the rest      the parts by name, as MessagePack; each part starts with its own end
--
-- Parts: B and b the block and the shadow block, O and o the violations that led there, u f v g the lists of seen
-- values, =name and ~name the limits and the shadow limits.
--
-- Times are microseconds since the epoch. Numbers are little-endian doubles: whole and exact below 2^53.

local NEVER = 9007199254740992
local BEFORE = -NEVER
local GRACE = 60000000 -- a clock set back by less than this finds what has ended
local A_DAY_IN_MILLIS = 86400000
local VERSION = 1
local HEADER = '<Bdc1dd'
local HEADER_BYTES = 26
local LATE, DONE = 0, 1

local pack, unpack_at = struct.pack, struct.unpack

local clock = redis.call('TIME')
local server = clock[1] * 1000000 + clock[2]
local deadline, given = unpack_at('<dd', ARGV[1])
if server > deadline then
  return {server, LATE}
end
local keeps_own_time = given ~= BEFORE
local now = keeps_own_time and given or server

local function load(key)
  local owner = {key = key, latest = BEFORE, at = now, parts = {}}
  local value = redis.call('GET', key)
  if value then
    local version, blocked_until, source, place = unpack_at('<Bdc1', value)
    if version == VERSION then
      local latest = unpack_at('<d', value, place)
      local _, parts = cmsgpack.unpack_one(value, HEADER_BYTES)
      owner.parts = parts
      owner.latest = latest
      owner.at = math.max(now, latest)
    elseif blocked_until > 0 then
      -- Another version's state can't be read, but its block stays.
      owner.parts.B = pack('<dc1dI2', blocked_until, source, now, 0)
    end
  end
  return owner
end

local function save(owner)
  local finish = owner.latest
  for name, part in pairs(owner.parts) do
    local ends = unpack_at('<d', part)
    if ends <= owner.latest then
      owner.parts[name] = nil -- nobody sees this owner at an earlier time
    elseif ends > finish then
      finish = ends
    end
  end
  if finish == BEFORE then
    redis.call('DEL', owner.key)
    return
  end
  local blocked_until, source = 0, 'M'
  if owner.parts.B then
    blocked_until, source = unpack_at('<dc1', owner.parts.B)
  end
  local value = pack(HEADER, VERSION, blocked_until, source, owner.latest, finish) .. cmsgpack.pack(owner.parts)
  if finish >= NEVER then
    redis.call('SET', owner.key, value)
  elseif keeps_own_time then
    redis.call('SET', owner.key, value, 'PX', A_DAY_IN_MILLIS) -- for its hands may stand still, or fly
  else
    redis.call('SET', owner.key, value, 'PX', math.ceil(math.max(finish - now, 0) / 1000) + GRACE / 1000)
  end
end

-- A block part: its end, what made it, since when, length of the actor, actor, reason.

-- The end of the block in force and what made it; nil if there is none.
local function block_in_force(owner, name)
  local part = owner.parts[name]
  if part then
    local ends, source = unpack_at('<dc1', part)
    if owner.at < ends then
      return ends, source
    end
  end
end
