"""The demo world: simulated customers, invented makers with invented histories, real parts with real claims only.

Everything hangs on the day it was filled (the anchor): plans, orders and notices lie around it. What ships is named in
NOTICE at the project's root.
"""
