package org.example;

import java.io.File;
import java.util.HashMap;
import org.apache.commons.collections.map.LazyMap;
import org.apache.commons.collections.functors.InvokerTransformer;
import org.apache.commons.io.FileUtils;
import org.yaml.snakeyaml.Yaml;

public class App {
  public static void main(String[] args) throws Exception {
    Object document = new Yaml().load(FileUtils.readFileToString(new File(args[0]), "UTF-8"));
    System.out.println(LazyMap.decorate(new HashMap(), new InvokerTransformer("toString", null, null)).get(document));
  }
}
