"""VNeID: how its claims become a person here, and the sign-in through it."""
