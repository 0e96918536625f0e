namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>A face that is followed: where it was seen, and where it is expected. Centre and size move evenly, with errors in proportion to the size: a Kalman filter of constant velocity,
/// whose gain is the same for all four numbers.</summary>
internal sealed class MovingFace
{
    /// <summary>Standard deviations in sizes of the face: of where a detector sees it, and of how its velocity changes in a frame.</summary>
    private const double Seen = 0.03, Changes = 0.015;

    private readonly double[] _state = new double[4], _velocity = new double[4];
    private double _placeVariance = Seen * Seen, _bothVariance, _velocityVariance = 0.04;

    public MovingFace(SeenFrames frames, Sighting sighting)
    {
        Measured(sighting).CopyTo(_state);
        Sightings.Add((frames.First, frames.Last, sighting));
    }

    /// <summary>Where it was seen, in order: runs of equal frames.</summary>
    public List<(long First, long Last, Sighting Face)> Sightings { get; } = [];

    /// <summary>The last frame in which it was seen.</summary>
    public long Last => Sightings[^1].Last;

    /// <summary>Where it is expected in a later frame.</summary>
    public Sighting Expected(long frame)
    {
        var ahead = frame - Last;
        double x = _state[0] + (_velocity[0] * ahead), y = _state[1] + (_velocity[1] * ahead);
        double width = Math.Max(1, _state[2] + (_velocity[2] * ahead)), height = Math.Max(1, _state[3] + (_velocity[3] * ahead));
        return new((float)(x - (width / 2)), (float)(y - (height / 2)), (float)(x + (width / 2)), (float)(y + (height / 2)), 1);
    }

    /// <summary>It was seen again.</summary>
    public void See(SeenFrames frames, Sighting sighting)
    {
        double ahead = frames.First - Last;
        var noise = Changes * Changes;

        // Prediction: P ← F P Fᵀ + Q of white acceleration; then the gains of place and velocity.
        _placeVariance += (2 * ahead * _bothVariance) + (ahead * ahead * _velocityVariance) + (noise * ahead * ahead * ahead / 3);
        _bothVariance += (ahead * _velocityVariance) + (noise * ahead * ahead / 2);
        _velocityVariance += noise * ahead;
        var total = _placeVariance + (Seen * Seen);
        var (placeGain, velocityGain) = (_placeVariance / total, _bothVariance / total);
        var measured = Measured(sighting);
        for (var i = 0; i < 4; i++)
        {
            var expected = _state[i] + (_velocity[i] * ahead);
            var error = measured[i] - expected;
            _state[i] = expected + (placeGain * error);
            _velocity[i] += velocityGain * error;
        }

        _velocityVariance -= velocityGain * _bothVariance;
        _bothVariance *= 1 - placeGain;
        _placeVariance *= 1 - placeGain;
        if (frames.Last > frames.First)
        {
            Array.Clear(_velocity); // it stood still while the frame did
        }

        Sightings.Add((frames.First, frames.Last, sighting));
    }

    private static double[] Measured(Sighting face) => [(face.Left + face.Right) / 2.0, (face.Top + face.Bottom) / 2.0, face.Width, face.Height];
}
