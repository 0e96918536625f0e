using System.Numerics;

namespace MySpinBot.Nodes.Media;

/// <summary>A drawn landscape: sky with sun and clouds, ranges of hills one behind the other, woods, and a lake that mirrors them.</summary>
/// <remarks>Places are in heights of the picture, so that one seed gives one scenery at every size: x from 0 to width / height, y from 0 (top) to 1.</remarks>
internal sealed class Scenery
{
    private const int Ranges = 5;

    private readonly ValueNoise _noise;
    private readonly SceneryPalette _palette;
    private readonly float[][] _ridges; // [range][column]: the y of its ridge
    private readonly float _pixel;
    private readonly float _shore;
    private readonly Vector2 _sun;
    private readonly Sail _sail;

    /// <summary>Prepares a scenery of a size.</summary>
    public Scenery(int width, int height, long seed)
    {
        _noise = new ValueNoise((ulong)seed * 0x2545F4914F6CDD1D);
        _palette = SceneryPalette.Choose((int)(((seed % 5) + (seed / 5 % 5)) % 5));
        _pixel = 1f / height;
        _shore = 0.70f + (0.06f * _noise.Value(1, -1));
        var aspect = width / (float)height;
        _sun = new(aspect * (0.2f + (0.6f * _noise.Value(2, -1))), 0.16f + (0.2f * _noise.Value(3, -1)));
        _sail = new Sail(new(aspect * (_sun.X > aspect / 2 ? 0.3f : 0.66f), _shore + 0.085f), 0.11f);
        _ridges = [.. Enumerable.Range(0, Ranges).Select(range => Enumerable.Range(0, width).Select(x => Ridge(range, (x + 0.5f) * _pixel)).ToArray())];
    }

    /// <summary>The colour of a pixel.</summary>
    public Vector3 At(int x, int y, int width, int height)
    {
        var place = new Vector2((x + 0.5f) * _pixel, (y + 0.5f) * _pixel);
        var colour = place.Y < _shore ? Land(place, width) : Water(place, width);
        var sail = _sail.At(place, _pixel);
        colour = Vector3.Lerp(colour, new Vector3(sail.X, sail.Y, sail.Z), sail.W);
        return Vector3.Clamp(colour, Vector3.Zero, Vector3.One);
    }

    private Vector3 Land(Vector2 place, int width)
    {
        var column = Math.Clamp((int)(place.X / _pixel), 0, width - 1);
        for (var range = Ranges - 1; range >= 0; range--)
        {
            var below = place.Y - _ridges[range][column];
            if (below <= -_pixel)
            {
                continue;
            }

            var hill = Hill(range, place, Math.Max(0, below));
            return below >= 0 ? hill : Vector3.Lerp(Behind(range, place, column), hill, 1 + (below / _pixel));
        }

        return Sky(place);
    }

    private Vector3 Behind(int range, Vector2 place, int column)
    {
        for (var next = range - 1; next >= 0; next--)
        {
            if (place.Y >= _ridges[next][column])
            {
                return Hill(next, place, place.Y - _ridges[next][column]);
            }
        }

        return Sky(place);
    }

    private Vector3 Sky(Vector2 place)
    {
        var way = Math.Clamp(place.Y / _shore, 0, 1);
        var colour = Vector3.Lerp(_palette.Zenith, _palette.Horizon, way * (2 - way) * 0.35f + (way * way * 0.65f));
        var distance = Vector2.Distance(place, _sun);
        colour += _palette.Sun * ((0.35f * MathF.Exp(-distance * 5)) + (0.25f * MathF.Exp(-distance * 18)));
        colour = Vector3.Lerp(colour, Vector3.Lerp(_palette.Sun, Vector3.One, 0.4f), Math.Clamp(0.5f + ((0.045f - distance) / (2 * _pixel)), 0, 1));
        var cloud = _noise.Fractal(place.X * 2.1f, (place.Y * 6.5f) + 40, 5);
        var cover = Math.Clamp((cloud - 0.52f) * 4.5f, 0, 1) * Math.Clamp(1.15f - (way * 1.1f), 0, 1);
        var lit = Vector3.Lerp(_palette.Cloud, _palette.Horizon, Math.Clamp((cloud - 0.6f) * 2.2f, 0, 1) * 0.5f);
        return Vector3.Lerp(colour, lit, cover * 0.85f);
    }

    private Vector3 Hill(int range, Vector2 place, float below)
    {
        var near = range / (Ranges - 1f);
        var colour = Vector3.Lerp(_palette.Far, _palette.Near, near * near * 0.35f + (near * 0.65f));
        var grain = _noise.Fractal((place.X * 14) + (range * 31), place.Y * (20 + (range * 8)), 5) - 0.5f;
        colour *= 1 + (grain * (0.25f + (0.75f * near)));
        if (range == 0)
        {
            // Snow on the farthest range, ragged at its lower edge.
            var snow = Math.Clamp((0.055f - below + (grain * 0.16f)) * 40, 0, 1);
            colour = Vector3.Lerp(colour, Vector3.Lerp(Vector3.One, _palette.Sun, 0.35f), snow * 0.8f * Math.Clamp((0.5f - place.Y) * 9, 0, 1));
        }

        // Haze gathers at the foot, light from the sun lies on the ridge.
        colour = Vector3.Lerp(colour, _palette.Horizon, (1 - near) * Math.Clamp(below * 2.6f, 0, 0.6f));
        return colour + (_palette.Sun * (0.16f * MathF.Exp(-below * 60) * (1 - (0.6f * near))));
    }

    private Vector3 Water(Vector2 place, int width)
    {
        var depth = (place.Y - _shore) / (1 - _shore);
        var wave = _noise.Fractal((place.X * 7) + 5, (60 / (depth + 0.12f)) + 3, 3) - 0.5f;
        var mirrored = new Vector2(place.X + (wave * 0.05f * (0.15f + depth)), Math.Max(0, _shore - ((place.Y - _shore) * 1.35f) + (wave * 0.1f * depth)));
        var colour = Vector3.Lerp(Land(mirrored, width), _palette.Water, 0.25f + (0.4f * depth));
        var glitter = MathF.Exp(-Math.Abs(place.X - _sun.X) * (9 - (5 * depth))) * Math.Clamp((wave - 0.1f) * 9, 0, 1);
        colour += _palette.Sun * (0.55f * glitter);
        return colour * (0.93f + (0.3f * wave * depth)) + (_palette.Horizon * (0.12f * MathF.Exp(-depth * 45)));
    }

    private float Ridge(int range, float x)
    {
        var near = range / (Ranges - 1f);
        var line = _noise.Fractal((x * (1.9f + (0.5f * range))) + (range * 57), range * 13, 7 - range);
        var ridge = 0.36f + (0.31f * near) + ((0.5f - line) * (0.46f - (0.3f * near)));
        return Math.Min(_shore, range == Ranges - 1 ? Wood(x, ridge + 0.03f) : ridge);
    }

    // Firs on the nearest range: narrow triangles of various heights, in groups.
    private float Wood(float x, float ridge)
    {
        const float spacing = 0.0125f;
        var highest = 0f;
        for (var tree = (int)(x / spacing) - 2; tree <= (int)(x / spacing) + 2; tree++)
        {
            var trunk = (tree + (0.8f * _noise.Value(tree, 77))) * spacing;
            var group = Math.Clamp((_noise.At(trunk * 3.2f, 7.7f) - 0.35f) * 3, 0, 1);
            var height = (0.02f + (0.045f * _noise.Value(tree, 78))) * group;
            var slope = Math.Abs(x - trunk) / (height * 0.21f + 1e-4f);
            var branches = 0.88f + (0.12f * MathF.Abs(((slope * 5) % 2) - 1));
            highest = Math.Max(highest, height * branches * (1 - slope));
        }

        return ridge - highest;
    }
}
