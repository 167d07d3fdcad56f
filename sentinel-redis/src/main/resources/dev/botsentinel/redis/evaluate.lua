-- Decides on a plan and commits it: looks at every step, and writes only if all pass. docs/storage-spi.md has the rules.
--
-- KEYS[1..n]      the plan's owners; the subject first, if violations are counted
-- KEYS[n+1, n+2]  the index of blocks, ids and ends, if violations are counted
-- ARGV[1]         see owner.lua
-- ARGV[2]         how many owners, whether the plan only asks
-- ARGV[3]         the escalation: whether in shadow, violations, within, forgetAfter, how many rungs, rungs, the subject's
--                 id; empty if violations are not counted
-- ARGV[4..]       the steps: kind, whose (1..n), whether in shadow; then by kind
--                 B not blocked
--                 S first seen: list, capacity, window, value
--                 W T F limits: see read_limit
--
-- Answers {server time, 0}: too late, nothing was done
--         {…, 1, for each step: whole permits left, -1 if it is no limit, -2 if a shadow step refused}
--         {…, 2, step, now, until, 0 by hand or 1 by violations}: blocked
--         {…, 3, step, now, until}: a duplicate
--         {…, 4, step, now, until, whole permits left, end of the block that this led to or 0}: rate limited
-- Steps count from 0. An instant of 2^53 never comes.

local ADMITTED, BLOCKED, DUPLICATE, RATE_LIMITED = 1, 2, 3, 4
local FIRST_STEP = 4

local owner_count, probe = unpack_at('<BB', ARGV[2])
local owners = {}
for i = 1, owner_count do
  owners[i] = load(KEYS[i])
end

-- Pass 1: look at each step. A refusal by anything but a limit, that no limit's precedes, is final.
local steps, answer = {}, {server, ADMITTED}
local worst, worst_until, worst_left, violation
for i = FIRST_STEP, #ARGV do
  local kind, whose, mode, place = unpack_at('<c1BB', ARGV[i])
  local owner, enforced = owners[whose], mode == 0
  local step, left, ends, source = {}, -1, nil, nil
  if kind == 'B' then
    ends, source = block_in_force(owner, enforced and 'B' or 'b')
    if ends and enforced and not worst then
      return {server, BLOCKED, i - FIRST_STEP, now, ends, source == 'A' and 1 or 0}
    end
  elseif kind == 'S' then
    step.list, step.capacity, step.window, step.value = unpack_at('<c1Bdc8', ARGV[i], place)
    ends = seen_until(owner, step.list, step.value)
    if ends and enforced and not worst then
      return {server, DUPLICATE, i - FIRST_STEP, now, ends}
    end
  else
    step = read_limit(ARGV[i])
    left, ends, step.part = look_at_limit(step, owner)
    if ends and enforced then
      violation = violation or step.own == 1
      if not worst or ends > worst_until then
        worst, worst_until, worst_left = i - FIRST_STEP, ends, left
      end
    end
  end
  step.kind, step.owner, step.passes = kind, owner, not ends
  steps[#steps + 1] = step
  answer[#answer + 1] = ends and -2 or left
end

-- Pass 2, refused: count the violation, and write nothing else.
if worst then
  local blocked_until = 0
  if violation and #ARGV[3] > 0 and probe == 0 then
    local shadow, violations, within, forget_after, rungs, place = unpack_at('<BdddB', ARGV[3])
    local subject = owners[1]
    local block_name, offences_name = 'B', 'O'
    if shadow == 1 then
      block_name, offences_name = 'b', 'o'
    end
    if not block_in_force(subject, block_name) then
      local ladder = {violations = violations, within = within, forget_after = forget_after, block = {}}
      for rung = 1, rungs do
        ladder.block[rung], place = unpack_at('<d', ARGV[3], place)
      end
      local ends = violate(subject, offences_name, ladder)
      if ends then
        subject.parts[block_name] = pack('<dc1dI2', ends, 'A', subject.at, 8) .. 'sentinelviolations'
        if shadow == 0 then
          blocked_until = ends
          list_block(KEYS[owner_count + 1], KEYS[owner_count + 2], string.sub(ARGV[3], place), ends)
        end
      end
      save(subject)
    end
  end
  return {server, RATE_LIMITED, worst, now, worst_until, worst_left, blocked_until}
end

-- Pass 2, admitted: whatever passes is written.
if probe == 0 then
  for _, step in ipairs(steps) do
    local owner = step.owner
    if step.passes and step.kind ~= 'B' then
      if step.kind == 'S' then
        remember(owner, step)
      else
        owner.parts[step.key] = step.part
      end
      owner.latest = owner.at
      owner.written = true
    end
  end
  for _, owner in ipairs(owners) do
    if owner.written then
      save(owner)
    end
  end
end
return answer
