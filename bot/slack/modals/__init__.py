"""The forms people fill in: each module draws one view from a picture and names its inputs."""
