-- Decides on a plan and commits it: examines every step, and writes only if all pass. docs/storage-spi.md has the rules.
-- Rare code follows in consequences.lua, where it costs nothing unless it runs.
--
-- KEYS     the plan's owners; the subject first, if violations count
-- ARGV[1]  see prologue.lua; then 8 bytes for each first-seen step and for the album; then, if blocks have jitter, see
--          consequences.lua
-- `plan`   see plan_argument.lua: number of owners, 1 for a probe plus 2 if no step concerns the first owner, number of steps; then for each step: kind, number of the
--          owner (from 1), 1 if in shadow; then by kind
--            B not blocked
--            S first seen: the list's frame, capacity, window, 1 if several steps use this list
--            A album: the number of steps in the whole plan and elsewhere; for each of them the frame of its limit or list, empty
--              if it can't refuse the first part
--            W T F limits: see limits.lua
--          then, if violations count, the escalation: see consequences.lua
--
-- Answers one string: token (4 bytes), server time (7 bytes), a code, and by the code
--   1  admitted: for each step whole permits left, -1 if it isn't a limit, -2 if a shadow step refused (4 bytes each)
--   2  blocked: step, now, until, 0 if manual or 1 if automatic
--   3  duplicate: step, now, until
--   4  rate limited: step, now, until, whole permits left, end of the resulting block or 0
--   6  a part of an admitted album
--   7  a part of a refused album: step in the whole plan, now, until, whole permits left, 1 if it is a duplicate
-- Steps count from 0 and have 2 bytes, instants 7. An instant of 2^53 never comes.

local ADMITTED, BLOCKED, DUPLICATE, RATE_LIMITED = 1, 2, 3, 4
local A, B, S = 65, 66, 83 -- kinds of steps, as bytes
local REFUSED = '<I4I7BI2I7I7'
local ENTRIES, ENTRY = 7, 15 -- of lists of seen values
local SWEEP = 16777216 -- microseconds between removals of ended parts: 17 s

local argument = plan
local owner_count, probe, step_count = byte(plan, 1, 3)
local first_owner = 1
if probe > 1 then
  probe, first_owner = probe - 2, 2
end

-- The current owner; switch_owner.lua sets the others aside. Most plans have one, for which a table would add a tenth of
-- the total cost.
local current, owners = 0, {}
local key, value, at, latest, lasts, covered, blocked, source, cooldowns, cooling, position, kept, written, lists, versioned

-- Pass 1: examine each step, and make the parts to write. A refusal by another step than a limit is final, unless a limit
-- has refused before.
local answer = {0, 0, 0, 0} -- preallocated, since Lua reallocates a table as it grows
local place, value_place = 4, 21
local worst, worst_until, worst_left, worst_frame, violation
local album, album_owner, shared, shared_step -- the album; number of its owner; if it is known its entry, and who refused it
local of_every_part -- the refusal of a step before the album, if a limit has refused before: limits are of the first part alone
local duplicate, duplicate_until, duplicate_frame -- only of the first part of an album
local lockouts -- the limits that refuse for the first time: number of the owner, frame, end, whether enforced
for i = 1, step_count do
  local kind, owner_number, shadow = byte(plan, place, place + 2)
  if owner_number ~= current then
    -- include switch_owner
  end
  local enforced = shadow == 0
  local position_before, kept_before = position, kept
  local left, ends, own, frame, head, tail, finish, earlier, beside = -1, nil, nil, nil, nil, nil, nil, nil, nil
  if kind == B then
    place = place + 3
    if enforced then
      if at < blocked then
        local refusal = pack('<I4I7BI2I7I7B', token, server, BLOCKED, i - 1, now, blocked, source == 'A' and 1 or 0)
        if not worst then
          -- include correct_others
          return refusal
        end
        of_every_part = of_every_part or refusal
      end
      ends = at < blocked
    else
      local text, start, stop
      frame = '\1b'
      -- include take_part
      ends = text and at < unpack_at('<I7', text, start)
      position, kept = position_before, kept_before
    end
  elseif kind == S then
    local capacity, window, again, seen
    frame, capacity, window, again, place = unpack_at('<c2BdB', plan, place + 3)
    seen = sub(ARGV[1], value_place, value_place + 7)
    value_place = value_place + 8
    -- include seen_values
    if ends and enforced and not album then
      local refusal = pack(REFUSED, token, server, DUPLICATE, i - 1, now, ends)
      if not worst then
        -- include correct_others
        return refusal
      end
      of_every_part = of_every_part or refusal
    elseif ends and enforced and not worst then
      duplicate, duplicate_until, duplicate_frame = i - 1, ends, frame
      -- include correct_others
      break
    end
  elseif kind == A then
    if of_every_part then
      -- include correct_others
      return of_every_part
    end
    -- include known_album
    if shared then
      -- include correct_others
      break
    end
  else
    -- include examine_limit
    if ends and lockout > 0 then
      left, ends = 0, math.max(ends, at + lockout)
      lockouts = lockouts or {}
      lockouts[#lockouts + 1] = {owner_number, frame, ends, enforced}
    end
    if ends and enforced then
      violation = violation or own == 1
      if not worst or ends > worst_until then
        worst, worst_until, worst_left, worst_frame = i - 1, ends, left, frame
      end
    end
  end
  if ends then
    answer[i] = -2
    position, kept = position_before, kept_before
  else
    answer[i] = left
    if earlier then
      earlier.made = head .. tail
    elseif head then
      written = written .. frame .. head .. tail
    end
    if beside then
      written, versioned = written .. beside, true
    end
    if finish and finish > lasts then
      lasts = finish
    end
  end
end

-- Pass 2, if admitted: write the new parts, then the parts that the plan doesn't use.
if not worst and not duplicate and not shared_step then
  for owner_number = 1, probe == 0 and owner_count or 0 do
    if owners[owner_number] and owner_number ~= current then
      -- include switch_owner
    end
    if owner_number == current and lists then
      for frame, list in pairs(lists) do
        written = list.made and frame .. list.made .. written or written
      end
    end
    if owner_number == current and written ~= '' then
      local rest = kept
      if position <= #value then
        rest = rest .. sub(value, position)
      end
      if rest ~= '' and (versioned or floor(at / SWEEP) > floor(latest / SWEEP)) then
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
      local keeps_expiry = covered > 0 and lasts - covered < SPARE
      if keeps_expiry then
        lasts = covered
      end
      local flags = cooldowns and 1 or 0
      if versioned then
        local all, part = written .. rest, 1
        while flags < 2 and part < #all do
          local content = part + byte(all, part) + 3
          if byte(all, part) > 1 and byte(all, content + 7) == 80 then -- P
            flags = flags + 2
          end
          part = content + unpack_at('<I2', all, content - 2)
        end
      end
      local whole = pack(HEADER, VERSION, blocked > at and blocked or 0, source, at, lasts, flags) .. written .. rest
      -- include write_value
    end
  end
  if not lockouts and not album then
    return pack('<I4I7B' .. string.rep('i4', step_count), token, server, ADMITTED, unpack(answer, 1, step_count))
  end
end
