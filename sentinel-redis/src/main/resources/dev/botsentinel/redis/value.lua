-- One owner's value, and how to find a part in it.
--
--   byte  1       format version
--   bytes 2-8     the end of the block, 0 if there is none             \ at the same place
--   byte  9       what made the block: M by hand, A by violations      / in every version
--   bytes 10-16   the latest time that an admitted plan has written
--   bytes 17-23   the end of the value
--   byte  24      1 if there are cooldowns
--   the rest      the parts: length of the name (1), name, length of the content (2), content, which starts with its end
--
-- Parts: B and b the block and the shadow block, O and o the violations that led there, u f v g the lists of seen
-- values, C cooldowns, R refunds; all other names have 2 to 32 bytes and are limits' keys. A part's name with its length
-- in front is called its frame.
--
-- A plan writes the parts it concerns in front, in the order of its steps, where the next plan of the kind finds them
-- without a search.

local VERSION = 1
local HEADER = '<BI7c1I7I7B'
local OF_EVERY_VERSION = '<BI7c1'
local LATEST = 10
local FIRST = 25
local A_DAY_IN_MILLIS = 86400000

-- Where the content of a part starts and ends; nil if there is none.
local function search(text, place, frame)
  local frame_end = #frame - 1
  local size = #text
  while place < size do
    local name = byte(text, place)
    local low, high = byte(text, place + name + 1, place + name + 2)
    local content = place + name + 3
    local next = content + low + 256 * high
    if name == frame_end and sub(text, place, place + name) == frame then
      return content, next - 1
    end
    place = next
  end
end

-- The owner as its value says. What find has not met is `kept` and, in `value`, from `place` on.
local function open(key)
  local owner = {key = key, at = now, place = FIRST, kept = '', latest = 0, finish = 0, blocked = 0, source = 'M'}
  local value = redis.call('GET', key)
  if value then
    local version, blocked, source = unpack_at(OF_EVERY_VERSION, value)
    owner.blocked, owner.source = blocked, source
    if version == VERSION then
      local latest, finish, cooled = unpack_at('<I7I7B', value, LATEST)
      owner.value, owner.latest, owner.finish = value, latest, finish
      if latest > now then
        owner.at = latest
      end
      if cooled == 1 then
        local start, stop = search(value, FIRST, '\1C')
        owner.cooldowns = start and cmsgpack.unpack(sub(value, start + 7, stop))
      end
    elseif blocked > 0 then
      -- Another version's state can't be read, but its block stays.
      owner.finish = blocked
      owner.kept = pack('<Bc1I2I7c1I7I2', 1, 'B', 17, blocked, source, now, 0)
    end
  end
  return owner
end

-- Takes a part out of what is left of the owner: the text in which it is, where its content starts and ends.
local function find(owner, frame)
  local text, from = owner.value, owner.place
  if text then
    local start, stop = search(text, from, frame)
    if start then
      owner.place = stop + 1
      local place = start - 2 - #frame
      if place > from then
        owner.kept = owner.kept .. sub(text, from, place - 1)
      end
      return text, start, stop
    end
  end
  text = owner.kept
  if text ~= '' then
    local start, stop = search(text, 1, frame)
    if start then
      owner.kept = sub(text, 1, start - 3 - #frame) .. sub(text, stop + 1)
      return text, start, stop
    end
  end
end

-- Keys stay a minute longer than what they hold; with a time of their own a day, for its hands may stand still, or fly.
local function set(key, value, finish)
  if finish >= NEVER then
    redis.call('SET', key, value)
  else
    redis.call('SET', key, value, 'PX',
      keeps_own_time and A_DAY_IN_MILLIS or math.ceil(math.max(finish - now, 0) / 1000) + GRACE / 1000)
  end
end

-- Those of the parts whose content has not ended.
local function live_parts(text, at)
  local live, place = {}, 1
  while place < #text do
    local content = place + byte(text, place) + 3
    local length, ends = unpack_at('<I2I7', text, content - 2)
    if ends > at then
      live[#live + 1] = sub(text, place, content + length - 1)
    end
    place = content + length
  end
  return table.concat(live)
end
