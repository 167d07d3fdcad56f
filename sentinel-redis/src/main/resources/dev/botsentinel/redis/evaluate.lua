-- Decides on a plan and commits it: looks at every step, and writes only if all pass. docs/storage-spi.md has the rules.
-- What is rare stands behind, in violate.lua, where it costs nothing until it is reached.
--
-- KEYS[1..n]      the plan's owners; the subject first, if violations are counted
-- KEYS[n+1, n+2]  the index of blocks, ids and ends, if violations are counted and it is at hand
-- ARGV[1]         see call.lua; then 8 bytes for each value that is to be seen first; then, if violations are counted, the
--                 subject's id
-- ARGV[2]         how many owners, 1 if the plan only asks, how many steps; then the steps: kind, whose (1..n), 1 if in
--                 shadow; then by kind
--                   B not blocked
--                   S first seen: the list's frame, capacity, window, 1 if the plan has several for this list
--                   W T F limits: see limits.lua
--                 then, if violations are counted, the escalation: see violate.lua
-- ARGV[3]         the channel of news, if violations are counted
--
-- Answers one string: server time (7 bytes), a code, and by the code
--   1  for each step: whole permits left, -1 if it is no limit, -2 if a shadow step refused (4 bytes each)
--   2  blocked: step, now, until, 0 by hand or 1 by violations
--   3  a duplicate: step, now, until
--   4  rate limited: step, now, until, whole permits left, end of the block that this led to or 0
-- Steps count from 0 and have 2 bytes, instants 7. An instant of 2^53 never comes.

local ADMITTED, BLOCKED, DUPLICATE, RATE_LIMITED = 1, 2, 3, 4
local B, S = 66, 83 -- kinds of steps, as bytes
local REFUSED = '<I7BI2I7I7'
local ENTRIES, ENTRY = 7, 15 -- of lists of seen values
local SWEEP = 16777216 -- what has ended is let go of when so many microseconds have begun anew: every 17 s

local plan = ARGV[2]
local argument = plan
local owner_count, probe, step_count = byte(plan, 1, 3)
local owners = {}
for i = 1, owner_count do
  local key, owner = KEYS[i], nil
  -- include open
  owners[i] = owner
end

-- Pass 1: look at each step, and make the parts to write. A refusal by anything but a limit, that no limit's precedes, is
-- final.
local answer = {}
local place, value_place = 4, 17
local worst, worst_until, worst_left, violation
for i = 1, step_count do
  local kind, whose, shadow = byte(plan, place, place + 2)
  local owner, enforced = owners[whose], shadow == 0
  local place_before, kept_before = owner.place, owner.kept
  local left, ends, own, frame, head, tail, finish, earlier = -1, nil, nil, nil, nil, nil, nil, nil
  if kind == B then
    place = place + 3
    if enforced then
      if owner.at < owner.blocked and not worst then
        return pack('<I7BI2I7I7B', server, BLOCKED, i - 1, now, owner.blocked, owner.source == 'A' and 1 or 0)
      end
      ends = owner.at < owner.blocked
    else
      local text, start, stop
      frame = '\1b'
      -- include find
      ends = text and owner.at < unpack_at('<I7', text, start)
      owner.place, owner.kept = place_before, kept_before
    end
  elseif kind == S then
    local capacity, window, value
    local again
    frame, capacity, window, again, place = unpack_at('<c2BdB', plan, place + 3)
    value = sub(ARGV[1], value_place, value_place + 7)
    value_place = value_place + 8
    -- include seen
    if ends and enforced and not worst then
      return pack(REFUSED, server, DUPLICATE, i - 1, now, ends)
    end
  else
    -- include look
    if ends and enforced then
      violation = violation or own == 1
      if not worst or ends > worst_until then
        worst, worst_until, worst_left = i - 1, ends, left
      end
    end
  end
  if ends then
    answer[i] = -2
    owner.place, owner.kept = place_before, kept_before
  else
    answer[i] = left
    if head then
      local pieces = owner.pieces
      local count = earlier and earlier.index or #pieces
      if earlier then
        earlier.index, earlier.made = count, head .. tail
      end
      pieces[count + 1], pieces[count + 2], pieces[count + 3] = frame, head, tail
      if finish > owner.finish then
        owner.finish = finish
      end
    end
  end
end

-- Pass 2, admitted: write what was made, and after it what the plan leaves alone.
if not worst then
  for i = 1, probe == 0 and owner_count or 0 do
    local owner = owners[i]
    local pieces, at = owner.pieces, owner.at
    if #pieces > 1 then
      local rest = owner.kept
      if owner.value and owner.place <= #owner.value then
        rest = rest .. sub(owner.value, owner.place)
      end
      if rest ~= '' and floor(at / SWEEP) > floor(owner.latest / SWEEP) then
        local live, part = {}, 1
        while part < #rest do
          local content = part + byte(rest, part) + 3
          local length, ends = unpack_at('<I2I7', rest, content - 2)
          if ends > at then
            live[#live + 1] = sub(rest, part, content + length - 1)
          end
          part = content + length
        end
        rest = table.concat(live)
      end
      local blocked = owner.blocked > at and owner.blocked or 0
      pieces[1] = pack(HEADER, VERSION, blocked, owner.source, at, owner.finish, owner.cooldowns and 1 or 0)
      pieces[#pieces + 1] = rest
      local key, value, finish = owner.key, table.concat(pieces), owner.finish
      -- include set
    end
  end
  return pack('<I7B' .. string.rep('i4', step_count), server, ADMITTED, unpack(answer))
end
