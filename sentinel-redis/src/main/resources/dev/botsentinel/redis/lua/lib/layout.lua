-- How an owner's value is laid out.
--
--   byte  1       format version
--   bytes 2-8     the end of the block, 0 if there is none             \ at the same place
--   byte  9       what made the block: M by hand, A by violations      / in every version
--   bytes 10-16   the latest time that an admitted plan has written
--   bytes 17-23   the end that the key's expiry was set for; what the value holds ends at most SPARE later
--   byte  24      1 if there are cooldowns
--   the rest      the parts: length of the name (1), name, length of the content (2), content, which starts with its end
--
-- Parts: B and b the block and the shadow block, O and o the violations that led there, u f v g the lists of seen
-- values, C cooldowns, R refunds; all other names have 2 to 32 bytes and are limits' keys. A part's name with its length
-- in front is called its frame.
--
-- A plan writes the parts it concerns in front, in the order of its steps, where the next plan of the kind finds them
-- without a search.

local byte, floor = string.byte, math.floor

local VERSION = 1
local HEADER = '<BI7c1I7I7B'
local OF_EVERY_VERSION = '<BI7c1'
local FIRST = 25
