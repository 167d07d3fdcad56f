-- The layout of an owner's value.
--
--   byte  1       format version
--   bytes 2-8     the end of the block, 0 if there is none             \ at the same place
--   byte  9       the source of the block: M manual, A automatic        / in every version
--   bytes 10-16   the latest time written by an admitted plan
--   bytes 17-23   the end for which the key's expiry was set; the actual end is at most SPARE later
--   byte  24      1 if there are cooldowns, plus 2 if there are parts of other versions of limits
--   the rest      parts: length of the name (1), name, length of the content (2), content, which starts with its end
--
-- Parts: B and b the block and the shadow block, O and o their violations, u f v g lists of seen values, A albums, C cooldowns,
-- R refunds. All other names are keys of limits, with 2 to 32 bytes, or those of their other versions, see other_version.lua. A part's name after its length is called its frame.
--
-- A plan writes its parts first, in the order of its steps, so that the next plan of the same kind finds them without a
-- search.

local byte, floor = string.byte, math.floor

local VERSION = 1
local HEADER = '<BI7c1I7I7B'
local OF_EVERY_VERSION = '<BI7c1'
local FIRST = 25
