namespace MySpinBot.Diffusion;

/// <summary>The last few latents that a sampler looks back at. The room of the oldest is used for the newest.</summary>
internal sealed class History(float[][] rooms)
{
    private int _newest = -1;

    /// <summary>How many there are; at most as many as there is room for.</summary>
    public int Count { get; private set; }

    /// <summary>The latents so many steps back; 0 for the newest.</summary>
    public float[] this[int back] => rooms[(_newest - back + rooms.Length) % rooms.Length];

    /// <summary>Room for the newest, which is there from now on.</summary>
    public float[] Add()
    {
        _newest = (_newest + 1) % rooms.Length;
        Count = Math.Min(Count + 1, rooms.Length);
        return rooms[_newest];
    }
}
