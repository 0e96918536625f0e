using MySpinBot.Checkpoints;
using MySpinBot.Inference;

namespace MySpinBot.Nodes.Tests.Faces;

/// <summary>Numbers [channels, height, width] in double precision.</summary>
internal sealed record Planes(int Channels, int Height, int Width, double[] Values);

/// <summary>Narrow random weights of S3FD, and what its heads give by plain arithmetic in double precision: an own reading of the paper and of net_s3fd.py, to hold the graph against.</summary>
internal sealed class S3fdWeights
{
    private static readonly (string Layer, int Kernel, int Stride, int Padding, bool Pools)[] Layers =
    [
        ("conv1_1", 3, 1, 1, false), ("conv1_2", 3, 1, 1, true), ("conv2_1", 3, 1, 1, false), ("conv2_2", 3, 1, 1, true),
        ("conv3_1", 3, 1, 1, false), ("conv3_2", 3, 1, 1, false), ("conv3_3", 3, 1, 1, true), ("conv4_1", 3, 1, 1, false), ("conv4_2", 3, 1, 1, false), ("conv4_3", 3, 1, 1, true),
        ("conv5_1", 3, 1, 1, false), ("conv5_2", 3, 1, 1, false), ("conv5_3", 3, 1, 1, true), ("fc6", 3, 1, 3, false), ("fc7", 1, 1, 0, false),
        ("conv6_1", 1, 1, 0, false), ("conv6_2", 3, 2, 1, false), ("conv7_1", 1, 1, 0, false), ("conv7_2", 3, 2, 1, false),
    ];

    private static readonly (string Layer, int Stride, bool Norm)[] HeadLayers = [("conv3_3", 4, true), ("conv4_3", 8, true), ("conv5_3", 16, true), ("fc7", 32, false), ("conv6_2", 64, false), ("conv7_2", 128, false)];

    private readonly Dictionary<string, (float[] Values, long[] Shape)> _weights = [];

    public S3fdWeights(int seed, int narrow)
    {
        var random = new Random(seed);
        var before = 3;
        var widths = new Dictionary<string, int>();
        for (var i = 0; i < Layers.Length; i++)
        {
            var width = narrow + (i % 3);
            Conv(random, Layers[i].Layer, width, before, Layers[i].Kernel);
            widths[Layers[i].Layer] = before = width;
        }

        foreach (var (layer, stride, norm) in HeadLayers)
        {
            var name = norm ? $"{layer}_norm" : layer;
            if (norm)
            {
                Put($"{name}.weight", [.. Enumerable.Range(0, widths[layer]).Select(_ => (float)(5 + (5 * random.NextDouble())))], widths[layer]);
            }

            Conv(random, $"{name}_mbox_conf", stride == 4 ? 4 : 2, widths[layer], 3);
            Conv(random, $"{name}_mbox_loc", 4, widths[layer], 3);
        }
    }

    public MemoryTensors Tensors
    {
        get
        {
            var tensors = new MemoryTensors();
            foreach (var (name, (values, shape)) in _weights)
            {
                tensors.Add(name, values, shape);
            }

            return tensors;
        }
    }

    /// <summary>Weights of zeros whose head of one stride says everywhere that there is a face.</summary>
    public MemoryTensors Constant(int stride, float logit)
    {
        var tensors = new MemoryTensors();
        foreach (var (name, (values, shape)) in _weights)
        {
            var constant = new float[values.Length];
            var head = HeadLayers.FirstOrDefault(one => name == $"{(one.Norm ? $"{one.Layer}_norm" : one.Layer)}_mbox_conf.bias");
            if (head.Layer is not null)
            {
                constant[^1] = head.Stride == stride ? logit : -9;
            }

            tensors.Add(name, constant, shape);
        }

        return tensors;
    }

    public Dictionary<int, (Planes Scores, Planes Places)> Heads(Planes picture)
    {
        var features = new Dictionary<string, Planes>();
        var x = picture;
        foreach (var (layer, _, stride, padding, pools) in Layers)
        {
            x = Relu(Convolved(x, layer, stride, padding));
            features[layer] = x;
            x = pools ? Pooled(x) : x;
        }

        return HeadLayers.ToDictionary(head => head.Stride, head =>
        {
            var name = head.Norm ? $"{head.Layer}_norm" : head.Layer;
            var feature = head.Norm ? Normalised(features[head.Layer], _weights[$"{name}.weight"].Values) : features[head.Layer];
            return (Convolved(feature, $"{name}_mbox_conf", 1, 1), Convolved(feature, $"{name}_mbox_loc", 1, 1));
        });
    }

    private void Conv(Random random, string layer, int width, int before, int kernel)
    {
        var spread = Math.Sqrt(2.0 / (before * kernel * kernel));
        Put($"{layer}.weight", [.. Enumerable.Range(0, width * before * kernel * kernel).Select(_ => (float)(((random.NextDouble() * 2) - 0.9) * spread))], width, before, kernel, kernel);
        Put($"{layer}.bias", [.. Enumerable.Range(0, width).Select(_ => (float)(random.NextDouble() - 0.3))], width);
    }

    private void Put(string name, float[] values, params long[] shape) => _weights[name] = (values, shape);

    private Planes Convolved(Planes x, string layer, int stride, int padding)
    {
        var (weight, shape) = _weights[$"{layer}.weight"];
        var bias = _weights[$"{layer}.bias"].Values;
        var (channels, kernel) = ((int)shape[0], (int)shape[2]);
        var (height, width) = (((x.Height + (2 * padding) - kernel) / stride) + 1, ((x.Width + (2 * padding) - kernel) / stride) + 1);
        var values = new double[channels * height * width];
        for (var o = 0; o < channels; o++)
        {
            for (var row = 0; row < height; row++)
            {
                for (var column = 0; column < width; column++)
                {
                    double sum = bias[o];
                    for (var i = 0; i < x.Channels; i++)
                    {
                        for (var k = 0; k < kernel * kernel; k++)
                        {
                            var (r, c) = ((row * stride) + (k / kernel) - padding, (column * stride) + (k % kernel) - padding);
                            sum += r >= 0 && c >= 0 && r < x.Height && c < x.Width ? weight[(((o * x.Channels) + i) * kernel * kernel) + k] * x.Values[(((i * x.Height) + r) * x.Width) + c] : 0;
                        }
                    }

                    values[(((o * height) + row) * width) + column] = sum;
                }
            }
        }

        return new(channels, height, width, values);
    }

    private static Planes Relu(Planes x) => x with { Values = [.. x.Values.Select(value => Math.Max(0, value))] };

    private static Planes Pooled(Planes x)
    {
        var (height, width) = (x.Height / 2, x.Width / 2);
        var values = new double[x.Channels * height * width];
        for (var i = 0; i < values.Length; i++)
        {
            var (channel, row, column) = (i / (height * width), i / width % height, i % width);
            var at = (((channel * x.Height) + (2 * row)) * x.Width) + (2 * column);
            values[i] = Math.Max(Math.Max(x.Values[at], x.Values[at + 1]), Math.Max(x.Values[at + x.Width], x.Values[at + x.Width + 1]));
        }

        return new(x.Channels, height, width, values);
    }

    private static Planes Normalised(Planes x, float[] weight)
    {
        var cells = x.Height * x.Width;
        var values = new double[x.Values.Length];
        for (var cell = 0; cell < cells; cell++)
        {
            var norm = 1e-10;
            var squares = 0.0;
            for (var channel = 0; channel < x.Channels; channel++)
            {
                squares += x.Values[(channel * cells) + cell] * x.Values[(channel * cells) + cell];
            }

            norm += Math.Sqrt(squares);
            for (var channel = 0; channel < x.Channels; channel++)
            {
                values[(channel * cells) + cell] = x.Values[(channel * cells) + cell] / norm * weight[channel];
            }
        }

        return x with { Values = values };
    }
}
